/**
 * Camunda's plain client, set up by its environment alone: {@code token} gets one, {@code useGrpc} and {@code useRest} ask the cluster.
 */
public final class Plain {
    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("token")) {
            String builder = "impl.oauth.OAuthCredentialsProviderBuilder";
            Object made = Verdict.either(builder, builder).getConstructor().newInstance();
            Verdict.ofToken(Verdict.call(made, "build"));
        } else {
            Object made = Verdict.either("CamundaClient", "ZeebeClient").getMethod("newClientBuilder").invoke(null);
            Verdict.ofTopology(Verdict.call(made, "build"), arguments[0]);
        }
        System.exit(0);
    }
}

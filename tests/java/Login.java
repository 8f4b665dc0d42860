import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Asks for a token as Camunda's client does: from its environment, with the stores that the JVM was started with. Prints the status. */
public final class Login {
    public static void main(String[] arguments) throws Exception {
        String form = "grant_type=client_credentials"
                + field("client_id", "ZEEBE_CLIENT_ID")
                + field("client_secret", "ZEEBE_CLIENT_SECRET")
                + field("audience", "ZEEBE_TOKEN_AUDIENCE");
        var request = HttpRequest.newBuilder(URI.create(System.getenv("ZEEBE_AUTHORIZATION_SERVER_URL")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        System.out.println(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
    }

    private static String field(String name, String variable) {
        return "&" + name + "=" + URLEncoder.encode(System.getenv(variable), StandardCharsets.UTF_8);
    }
}

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/**
 * An application of Camunda's Spring starter and nothing else, set up by its environment alone; its client does what {@link Plain} does.
 */
@EnableAutoConfiguration
public class Starter {
    public static void main(String[] arguments) throws Exception {
        var context = SpringApplication.run(Starter.class);
        Object client = context.getBean(Verdict.either("CamundaClient", "ZeebeClient"));
        if (arguments[0].equals("token")) {
            Verdict.ofToken(Verdict.call(Verdict.call(client, "getConfiguration"), "getCredentialsProvider"));
        } else {
            Verdict.ofTopology(client, arguments[0]);
        }
        System.exit(0);
    }
}

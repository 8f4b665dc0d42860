import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Stands for the REST API of a cluster: a plain Spring Boot, which its environment sets up as it would Camunda's, and an empty
 * cluster. Says where it listens.
 */
@EnableAutoConfiguration
@RestController
public class Rest {
    public static void main(String[] arguments) throws Exception {
        var context = SpringApplication.run(Rest.class);
        System.out.println("listening " + context.getEnvironment().getProperty("local.server.port"));
        System.in.read();
        System.exit(0);
    }

    @GetMapping({"/v1/topology", "/v2/topology"})
    public Map<String, Object> topology() {
        return Map.of("brokers", List.of(), "clusterSize", 0, "partitionsCount", 0, "replicationFactor", 0, "gatewayVersion", "");
    }
}

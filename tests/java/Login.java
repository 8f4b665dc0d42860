import java.io.FileInputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * Asks for a token as Camunda's client does, from its environment alone: with the stores that the JVM was started with, or
 * with a JWT that it signs where a store for that is named. Prints the status.
 */
public final class Login {
    public static void main(String[] arguments) throws Exception {
        String form = "grant_type=client_credentials"
                + field("client_id", System.getenv("ZEEBE_CLIENT_ID"))
                + field("audience", System.getenv("ZEEBE_TOKEN_AUDIENCE"));
        if (System.getenv("ZEEBE_CLIENT_ASSERTION_KEYSTORE_PATH") == null) {
            form += field("client_secret", System.getenv("ZEEBE_CLIENT_SECRET"));
        } else {
            form += field("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                    + field("client_assertion", assertion());
        }
        var request = HttpRequest.newBuilder(URI.create(System.getenv("ZEEBE_AUTHORIZATION_SERVER_URL")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        System.out.println(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
    }

    /** RFC 7523 section 3, with the header that Camunda's client writes: RS256 and the thumbprint of RFC 7515 section 4.1.7. */
    private static String assertion() throws Exception {
        String variable = "ZEEBE_CLIENT_ASSERTION_KEYSTORE_";
        var store = KeyStore.getInstance("PKCS12");
        try (var file = new FileInputStream(System.getenv(variable + "PATH"))) {
            store.load(file, System.getenv(variable + "PASSWORD").toCharArray());
        }
        String alias = System.getenv(variable + "KEY_ALIAS");
        var key = (PrivateKey) store.getKey(alias, System.getenv(variable + "KEY_PASSWORD").toCharArray());
        byte[] thumbprint = MessageDigest.getInstance("SHA-1").digest(store.getCertificate(alias).getEncoded());
        String client = System.getenv("ZEEBE_CLIENT_ID");
        String header = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"x5t\":\"" + encoded(thumbprint) + "\"}";
        long now = Instant.now().getEpochSecond();
        String claims = "{\"iss\":\"" + client + "\",\"sub\":\"" + client + "\",\"jti\":\"" + UUID.randomUUID()
                + "\",\"aud\":\"" + System.getenv("ZEEBE_AUTHORIZATION_SERVER_URL") + "\",\"iat\":" + now + ",\"exp\":" + (now + 300) + "}";
        String signed = encoded(header.getBytes(StandardCharsets.UTF_8)) + "." + encoded(claims.getBytes(StandardCharsets.UTF_8));
        var signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key);
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + encoded(signature.sign());
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String field(String name, String value) {
        return "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}

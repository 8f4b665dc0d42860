import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;

/**
 * Says of each line "regular expression?, what the client holds, a certificate's file" (tabs between) whether Keycloak takes that
 * certificate, by the statements of its X509ClientAuthenticator.
 */
public final class Compare {
    /** Both ways between keyword and identifier, as Keycloak adds them to those of RFC 2253. */
    private static final Map<String, String> OIDS = Map.of(
            "2.5.4.5", "SERIALNUMBER",
            "2.5.4.15", "BUSINESSCATEGORY",
            "1.3.6.1.4.1.311.60.2.1.3", "JURISDICTIONCOUNTRYNAME",
            "1.2.840.113549.1.9.1", "EMAILADDRESS");

    public static void main(String[] arguments) throws Exception {
        var keywords = new HashMap<String, String>();
        OIDS.forEach((oid, keyword) -> keywords.put(keyword, oid));
        keywords.put("E", "1.2.840.113549.1.9.1");
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var factory = CertificateFactory.getInstance("X.509");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] parts = line.split("\t");
            try (var file = new FileInputStream(parts[2])) {
                var certificate = (X509Certificate) factory.generateCertificate(file);
                System.out.println(parts[0].equals("true") ? matches(parts[1], certificate) : equal(parts[1], certificate, keywords));
            }
        }
    }

    @SuppressWarnings("deprecation")
    private static boolean matches(String expression, X509Certificate certificate) {
        return Pattern.compile(expression).matcher(certificate.getSubjectDN().getName()).matches();
    }

    private static boolean equal(String name, X509Certificate certificate, Map<String, String> keywords) {
        String expected = new X500Principal(name, keywords).getName(X500Principal.RFC2253, OIDS);
        return expected.equals(certificate.getSubjectX500Principal().getName(X500Principal.RFC2253, OIDS));
    }
}

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.security.auth.x500.X500Principal;

/**
 * Prints three spellings of the subject of each certificate that standard input names: as Java does, as Keycloak compares it, as
 * RFC 4514 has it.
 */
public final class Names {
    /** The keywords that Keycloak's X509ClientAuthenticator adds to those of RFC 2253. */
    private static final Map<String, String> KEYWORDS = Map.of(
            "2.5.4.5", "SERIALNUMBER",
            "2.5.4.15", "BUSINESSCATEGORY",
            "1.3.6.1.4.1.311.60.2.1.3", "JURISDICTIONCOUNTRYNAME",
            "1.2.840.113549.1.9.1", "EMAILADDRESS");

    public static void main(String[] arguments) throws Exception {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var factory = CertificateFactory.getInstance("X.509");
        for (String path = in.readLine(); path != null; path = in.readLine()) {
            try (var file = new FileInputStream(path)) {
                var subject = ((X509Certificate) factory.generateCertificate(file)).getSubjectX500Principal();
                out.println(subject);
                out.println(subject.getName(X500Principal.RFC2253, KEYWORDS));
                out.println(subject.getName());
            }
        }
    }
}

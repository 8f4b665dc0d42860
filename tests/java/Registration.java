import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import javax.security.auth.x500.X500Principal;

/**
 * Compares what is registered with a certificate. Standard input has a claim a line, its fields parted by tabs: {@code dn}, the
 * certificate's file, the name; or {@code jwk}, the file, {@code kid}, the first of {@code x5c}, {@code kty}, n, e.
 * Standard output has a line for each: {@code same}, or what Java derives instead.
 */
public final class Registration {
    public static void main(String[] arguments) throws Exception {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] field = line.split("\t");
            X509Certificate certificate;
            try (var file = new FileInputStream(field[1])) {
                certificate = read(file.readAllBytes());
            }
            out.println(field[0].equals("dn") ? name(certificate, field[2]) : key(certificate, field));
        }
    }

    private static String name(X509Certificate certificate, String name) {
        X500Principal subject = certificate.getSubjectX500Principal();
        boolean isSame = new X500Principal(name).equals(subject) && subject.getName().equals(name);
        return isSame ? "same" : subject.getName();
    }

    private static String key(X509Certificate certificate, String[] field) throws Exception {
        var key = certificate.getPublicKey();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        var stated = new RSAPublicKeySpec(number(field[5]), number(field[6]));
        boolean isSame = id.equals(field[2])
                && read(Base64.getDecoder().decode(field[3])).equals(certificate)
                && KeyFactory.getInstance(field[4]).generatePublic(stated).equals(key);
        return isSame ? "same" : id + " " + key;
    }

    private static BigInteger number(String text) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(text));
    }

    private static X509Certificate read(byte[] bytes) throws Exception {
        var factory = CertificateFactory.getInstance("X.509");
        return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(bytes));
    }
}

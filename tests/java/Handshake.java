import java.io.BufferedReader;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyStore;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Handshakes of mutual TLS on loopback. Standard input has a handshake a line, its fields parted by tabs: the server's folder, the
 * client's folder (or {@code options}: what the JVM was started with), the client's trust store, the host that the
 * client asks for. A store's password lies beside it. Standard output has a line for each: {@code accepted} and the subject that the server saw, or {@code refused}.
 */
public final class Handshake {
    public static void main(String[] arguments) throws Exception {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] field = line.split("\t");
            SSLContext server = context(field[0], field[0] + "/truststore.p12");
            SSLContext client = field[1].equals("options")
                    ? SSLContext.getDefault()
                    : context(field[1], field[2]);
            out.println(shake(server, client, field[3]));
        }
    }

    private static String shake(SSLContext server, SSLContext client, String host) throws Exception {
        var loopback = InetAddress.getLoopbackAddress();
        try (var listener = (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0, 1, loopback)) {
            listener.setNeedClientAuth(true);
            var served = CompletableFuture.supplyAsync(() -> serve(listener));
            String asked = ask(client, host, listener.getLocalPort());
            return asked.startsWith("accepted") ? asked : asked + "; " + served.get();
        }
    }

    private static String serve(SSLServerSocket listener) {
        try (var socket = (SSLSocket) listener.accept()) {
            socket.startHandshake();
            String name = socket.getSession().getPeerPrincipal().getName();
            socket.getOutputStream().write(("accepted " + name).getBytes(StandardCharsets.UTF_8));
            return "served";
        } catch (Exception it) {
            return "server: " + it.getMessage();
        }
    }

    private static String ask(SSLContext context, String host, int port) {
        try (var plain = new Socket(InetAddress.getLoopbackAddress(), port);
                var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true)) {
            var parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (Exception it) {
            return "refused by the client: " + it.getMessage();
        }
    }

    private static SSLContext context(String folder, String trustStore) throws Exception {
        var keys = new File(folder, "keystore.p12");
        var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(KeyStore.getInstance(keys, password(keys)), password(keys));
        var trusted = new File(trustStore);
        var trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(KeyStore.getInstance(trusted, password(trusted)));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }

    private static char[] password(File store) throws Exception {
        String file = store.getName().replaceFirst("\\..*", ".password");
        return Files.readString(store.toPath().resolveSibling(file)).toCharArray();
    }
}

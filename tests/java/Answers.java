import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Servers that are no identity provider as it should be. Started with the folder of a server's certificate and with that of
 * one that has ended; prints a name and a port for each, and ends with its standard input.
 */
class Answers {
    static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    static final String REFUSED = "{\"error\":\"invalid_client\",\"error_description\":\"Invalid client or Invalid client credentials\"}";
    static final String TOKEN = "{\"access_token\":\"a.eyJhdWQiOltdfQ.c\",\"expires_in\":300}";
    static final String PLAIN = "{\"error\":\"invalid_request\",\"error_description\":\"HTTPS required\"}";
    static final String UNREADABLE = "{\"error\":\"unauthorized_client\",\"error_description\":\"a client\\nall is well\"}";
    static final String SECRET = "{\"access_token\":\"opaque\",\"expires_in\":300}";
    static final String ADMIN = "{\"access_token\":\"a\\nb\",\"expires_in\":300}";
    static final String PAGE = "<!DOCTYPE html><title>a proxy</title>";

    public static void main(String[] folders) throws Exception {
        Path own = Path.of(folders[0]);
        serve("plain", HttpServer.create(ANYWHERE, 0), 200, PAGE);
        serve("html", tls(own, true, false), 200, PAGE);
        serve("redirect", tls(own, true, false), 302, "");
        serve("broken", tls(own, true, false), 503, PAGE);
        serve("unasked", tls(own, false, false), 401, REFUSED);
        serve("others", tls(own, true, true), 200, TOKEN);
        serve("https-required", tls(own, true, false), 403, PLAIN);
        serve("unreadable", tls(own, true, false), 400, UNREADABLE);
        serve("missing", tls(own, true, false), 404, PAGE);
        serve("opaque", tls(own, true, false), 200, SECRET);
        administer("administrator", tls(own, true, false));
        cut("cut", tls(own, true, false));
        serve("ended", tls(Path.of(folders[1]), true, false), 200, TOKEN);
        greet("greeting", new ServerSocket(0, 0, ANYWHERE.getAddress()), "220 ready\r\n");
        greet("mail", sockets(own), "220 ready\r\n");
        greet("silent", sockets(own), "");
        System.in.read();
        System.exit(0);
    }

    static void serve(String name, HttpServer server, int status, String body) {
        server.createContext("/", exchange -> answer(exchange, status, body));
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        System.out.println(name + " " + server.getAddress().getPort());
    }

    /** Refuses clients, and gives an administrator a token that has no place in a header. */
    static void administer(String name, HttpServer server) {
        server.createContext("/auth/realms/master/", exchange -> answer(exchange, 200, ADMIN));
        serve(name, server, 401, REFUSED);
    }

    /** Says less than it announces. */
    static void cut(String name, HttpServer server) {
        server.createContext("/auth/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            exchange.close();
        });
        serve(name, server, 200, "");
    }

    static void answer(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Location", "https://elsewhere.example/");
        if (status != 302) exchange.getResponseHeaders().remove("Location");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    static HttpsServer tls(Path folder, boolean asks, boolean names) throws Exception {
        SSLContext context = context(folder, names);
        HttpsServer server = HttpsServer.create(ANYWHERE, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters asked = getSSLContext().getDefaultSSLParameters();
                asked.setWantClientAuth(asks);
                parameters.setSSLParameters(asked);
            }
        });
        return server;
    }

    static SSLContext context(Path folder, boolean names) throws Exception {
        char[] password = Files.readString(folder.resolve("keystore.password")).toCharArray();
        KeyStore store = KeyStore.getInstance(folder.resolve("keystore.p12").toFile(), password);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, password);
        X509Certificate leaf = (X509Certificate) store.getCertificate(store.aliases().nextElement());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {new Anybody(names ? new X509Certificate[] {leaf} : new X509Certificate[0])}, null);
        return context;
    }

    /** TLS that asks for a certificate, without HTTP. */
    static ServerSocket sockets(Path folder) throws Exception {
        var socket = (SSLServerSocket) context(folder, false).getServerSocketFactory().createServerSocket(0, 0, ANYWHERE.getAddress());
        socket.setWantClientAuth(true);
        return socket;
    }

    /** Says a word that is no HTTP, without TLS at once, else to a request, and goes. */
    static void greet(String name, ServerSocket socket, String word) {
        System.out.println(name + " " + socket.getLocalPort());
        Thread greeter = new Thread(() -> {
            while (true) {
                try (var connection = socket.accept()) {
                    if (connection instanceof SSLSocket) connection.getInputStream().read(new byte[4096]);
                    connection.getOutputStream().write(word.getBytes(StandardCharsets.UTF_8));
                } catch (IOException end) {
                    if (socket.isClosed()) return;
                }
            }
        });
        greeter.setDaemon(true);
        greeter.start();
    }

    /** Takes any certificate, and names these authorities. */
    record Anybody(X509Certificate[] named) implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return named;
        }
    }
}

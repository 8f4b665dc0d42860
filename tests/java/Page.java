import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Runs a command that finds, where it looks for Keycloak, a server that has a page for people on everything. */
public final class Page {
    public static void main(String[] command) throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var page = "<html><body>Welcome</body></html>".getBytes();
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        var process = new ProcessBuilder(command).inheritIO();
        process.environment().put("KEYCLOAK_URL", "http://127.0.0.1:" + server.getAddress().getPort());
        System.exit(process.start().waitFor());
    }
}

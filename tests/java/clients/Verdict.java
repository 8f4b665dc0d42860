import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What became of a client's attempt, as one line: {@code token} and the token's claims, {@code answered}, or
 * {@code refused} and every reason that the client gives. Whatever goes wrong before the attempt is no verdict and ends the program.
 * Camunda's clients have the same methods below two names, so they are called by name.
 */
final class Verdict {
    /** Asks a client's credentials provider for what it puts into a request. */
    static void ofToken(Object provider) throws Exception {
        String[] header = new String[1];
        Method apply = method(provider, "applyCredentials");
        Class<?> applier = apply.getParameterTypes()[0];
        Object takes = Proxy.newProxyInstance(applier.getClassLoader(), new Class<?>[] {applier}, (it, put, pair) -> {
            header[0] = pair[1].toString();
            return null;
        });
        String refused = attempt(() -> apply.invoke(provider, takes));
        String token = refused != null ? refused : header[0].replaceFirst("^Bearer ", "");
        say(refused != null ? refused : "token " + claims(token));
    }

    /** Asks a cluster for its topology, over {@code useGrpc} or {@code useRest}. */
    static void ofTopology(Object client, String way) throws Exception {
        Object request = call(call(client, "newTopologyRequest"), way);
        String refused = attempt(() -> call(call(request, "send"), "join"));
        say(refused != null ? refused : "answered");
    }

    /** Calls a method without parameters. */
    static Object call(Object on, String name) throws Exception {
        return on.getClass().getMethod(name).invoke(on);
    }

    /** Camunda's client under the name that it has here. */
    static Class<?> either(String since88, String before) throws ClassNotFoundException {
        try {
            return Class.forName("io.camunda.client." + since88);
        } catch (ClassNotFoundException it) {
            return Class.forName("io.camunda.zeebe.client." + before);
        }
    }

    private interface Attempt {
        Object run() throws Exception;
    }

    private static Method method(Object on, String name) {
        for (Method it : on.getClass().getMethods()) {
            if (it.getName().equals(name) && !it.isBridge()) {
                return it;
            }
        }
        throw new IllegalStateException(on.getClass() + " has no " + name);
    }

    private static String attempt(Attempt attempt) throws Exception {
        try {
            attempt.run();
            return null;
        } catch (InvocationTargetException it) {
            return "refused" + reasons(it.getCause());
        }
    }

    private static String reasons(Throwable error) {
        StringBuilder all = new StringBuilder();
        for (Throwable it = error; it != null; it = it.getCause()) {
            all.append(" <- ").append(it.toString().replaceAll("\\s+", " "));
        }
        return all.toString();
    }

    private static String claims(String token) {
        return new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
    }

    private static void say(String verdict) {
        System.out.println("verdict: " + verdict);
    }
}

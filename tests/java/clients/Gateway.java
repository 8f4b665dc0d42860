import io.camunda.zeebe.gateway.protocol.GatewayGrpc;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.TopologyRequest;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.TopologyResponse;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.File;
import java.io.FileInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;

/**
 * Stands for a gateway of Camunda's: the library that has its TLS, and an empty cluster. The arguments name variables of the
 * environment: of a chain and of its key, or of a store and of its password. Says where it listens.
 */
public final class Gateway extends GatewayGrpc.GatewayImplBase {
    public static void main(String[] arguments) throws Exception {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var server = NettyServerBuilder.forAddress(loopback)
                .sslContext(GrpcSslContexts.configure(context(new File(System.getenv(arguments[0])), System.getenv(arguments[1]))).build())
                .addService(new Gateway())
                .build()
                .start();
        System.out.println("listening " + server.getPort());
        System.in.read();
        System.exit(0);
    }

    private static SslContextBuilder context(File file, String second) throws Exception {
        if (file.getName().endsWith(".pem")) {
            return SslContextBuilder.forServer(file, new File(second));
        }
        var keys = KeyStore.getInstance("PKCS12");
        try (var stream = new FileInputStream(file)) {
            keys.load(stream, second.toCharArray());
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, second.toCharArray());
        return SslContextBuilder.forServer(managers);
    }

    @Override
    public void topology(TopologyRequest request, StreamObserver<TopologyResponse> answer) {
        answer.onNext(TopologyResponse.getDefaultInstance());
        answer.onCompleted();
    }
}

package dev.sluice.gcp;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.grpc.netty.shaded.io.netty.util.internal.logging.InternalLoggerFactory;
import io.grpc.netty.shaded.io.netty.util.internal.logging.JdkLoggerFactory;

/**
 * Makes the Netty inside gRPC log by {@code java.util.logging} in the native image. Left alone it tries Log4j first, which is not here, and
 * the native compiler stops at the class that is missing. In a JVM nobody loads this class.
 */
@TargetClass(InternalLoggerFactory.class)
final class ShadedNettyLogging {
    @Substitute
    private static InternalLoggerFactory newDefaultFactory(String name) {
        return JdkLoggerFactory.INSTANCE;
    }
}

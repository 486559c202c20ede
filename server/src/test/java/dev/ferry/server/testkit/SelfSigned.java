package dev.ferry.server.testkit;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A certificate of {@code localhost} that nobody else trusts.
 *
 * @param chain PEM file of the certificate
 * @param key PEM file of its key
 * @param trust trusts it and no other
 * @param context for clients that trust it
 */
public record SelfSigned(Path chain, Path key, X509TrustManager trust, SSLContext context) {

  /** Makes one, with its files in {@code folder}. */
  public static SelfSigned in(Path folder) throws Exception {
    X509Bundle certificate =
        new CertificateBuilder()
            .subject("CN=localhost")
            .setIsCertificateAuthority(true)
            .addSanDnsName("localhost")
            .ecp256()
            .buildSelfSigned();
    Path chain =
        Files.writeString(folder.resolve("chain.pem"), certificate.getCertificatePathPEM());
    Path key = Files.writeString(folder.resolve("key.pem"), certificate.getPrivateKeyPEM());
    X509TrustManager trust =
        (X509TrustManager) certificate.toTrustManagerFactory().getTrustManagers()[0];
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {trust}, new SecureRandom());
    return new SelfSigned(chain, key, trust, context);
  }
}

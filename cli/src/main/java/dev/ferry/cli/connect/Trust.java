package dev.ferry.cli.connect;

import dev.ferry.cli.terminal.CliException;
import dev.ferry.cli.terminal.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whom to believe on a TLS connection, instead of the system's authorities. */
public record Trust(SSLContext context, X509TrustManager manager) {

  /** Trusts the PEM certificates in {@code file} and nobody else. */
  public static Trust of(Path file) {
    try (InputStream pem = Files.newInputStream(file)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(pem);
      if (certificates.isEmpty()) {
        throw new CliException(ExitCode.USAGE, "--ca " + file + ": no certificate in it");
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int index = 0;
      for (Certificate certificate : certificates) {
        store.setCertificateEntry("ca-" + index++, certificate);
      }
      return of(store);
    } catch (IOException e) {
      throw new CliException(ExitCode.USAGE, "--ca " + file + ": not a readable file");
    } catch (GeneralSecurityException e) {
      throw new CliException(ExitCode.USAGE, "--ca " + file + ": not certificates in PEM form");
    }
  }

  private static Trust of(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {x509}, null);
        return new Trust(context, x509);
      }
    }
    throw new GeneralSecurityException("no X.509 trust manager in this Java");
  }
}

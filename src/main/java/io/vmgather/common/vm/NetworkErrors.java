package io.vmgather.common.vm;

import static io.vmgather.common.ErrorCode.BROKEN_ANSWER;
import static io.vmgather.common.ErrorCode.LOGIN_REFUSED;
import static io.vmgather.common.ErrorCode.TIMED_OUT;
import static io.vmgather.common.ErrorCode.UNREACHABLE;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** What a failure of the network means, in words that say which side failed. */
final class NetworkErrors {
  private static final String PORTS =
      "Check that VictoriaMetrics runs there. Its usual ports: single node 8428, vmselect 8481,"
          + " vmauth 8427.";
  private static final String RUNS =
      "It may just be starting or ending: see whether it runs, and its log.";
  private static final String SKIP =
      "If you trust this network, skip the certificate check for this connection.";

  static final String PROXY_SIGN_IN =
      "Give the proxy's user and password: --proxy and --proxy-password-file, or the settings"
          + " vmgather.targets.proxy and vmgather.targets.proxy-password-file.";

  // What a server says when it refuses this side's certificate (RFC 8446, 6.2).
  private static final Pattern ALERT =
      Pattern.compile(
          "alert: (bad_certificate|certificate_required|certificate_unknown|certificate_expired"
              + "|certificate_revoked|unsupported_certificate|unknown_ca|access_denied)");

  private NetworkErrors() {}

  /** A failure before the answer's head was read; {@code server} is such as {@code vm:8428}. */
  static GatherException beforeAnswer(String server, IOException failure, Timeouts timeouts) {
    if (failure instanceof ConnectTimeoutException) {
      return failed(TIMED_OUT, "No connection to " + server + after(timeouts.connect()), failure)
          .hint("A firewall may drop the packets. " + PORTS);
    }
    if (failure instanceof ConnectionRequestTimeoutException) {
      return failed(TIMED_OUT, "All connections to " + server + " are in use", failure);
    }
    if (failure instanceof UnknownHostException) {
      return failed(UNREACHABLE, "No address is known for " + server, failure)
          .hint("Check the host's name for a typo, and that this machine's DNS knows it.");
    }
    if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
      return notConnected(server, failure);
    }
    if (failure instanceof SSLException tls) {
      return tlsFailed(server, tls);
    }
    if (failure instanceof SocketTimeoutException) {
      return failed(TIMED_OUT, "No answer from " + server + after(timeouts.firstByte()), failure)
          .hint("The request may be too wide: ask for a shorter time or fewer series.");
    }
    if (failure instanceof NoHttpResponseException) {
      return failed(BROKEN_ANSWER, server + " closed the connection without an answer", failure)
          .hint(RUNS);
    }
    return failed(BROKEN_ANSWER, server + " broke off: " + reason(failure), failure).hint(RUNS);
  }

  /** Whether the proxy itself could not be reached. */
  static boolean beforeProxy(IOException failure) {
    return failure instanceof ConnectTimeoutException
        || failure instanceof UnknownHostException
        || failure instanceof ConnectException
        || failure instanceof NoRouteToHostException;
  }

  /** A failure of {@link #beforeProxy}; {@code proxy} is such as {@code proxy:3128}. */
  static GatherException atProxy(String proxy, IOException failure, Timeouts timeouts) {
    GatherException direct = beforeAnswer(proxy, failure, timeouts);
    return failed(direct.code(), "The proxy is not reached: " + direct.getMessage(), failure)
        .hint("It is the one of --proxy, or of the setting vmgather.targets.proxy.");
  }

  /** A failure while the answer's body was read. */
  static GatherException inAnswer(
      String server, IOException failure, long bytes, Timeouts timeouts) {
    String after = " after " + bytes + " bytes of its answer";
    if (failure instanceof SocketTimeoutException) {
      String slow =
          failure instanceof PacedInput.TooSlow
              ? " sent less than " + PacedInput.LEAST_BYTES + " bytes in "
              : " sent nothing for ";
      return failed(TIMED_OUT, server + slow + words(timeouts.stall()) + after, failure)
          .hint("The server or a proxy on the way hangs; see its log.");
    }
    return failed(BROKEN_ANSWER, server + " broke off" + after + ": " + reason(failure), failure)
        .hint("VictoriaMetrics breaks off when it fails in the middle; see its log.");
  }

  /** An answer that ends where its connection does: also with one that broke, even in its head. */
  static GatherException endless(String server) {
    return new GatherException(
            BROKEN_ANSWER,
            server + " answers without saying where the answer ends: a lost part would not be seen")
        .hint(
            "Try again. If it stays so, a proxy on the way speaks HTTP/1.0: let it speak HTTP/1.1,"
                + " or connect without it.");
  }

  private static GatherException notConnected(String server, IOException failure) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    String why =
        message.contains("refused")
            ? "Connection refused by "
            : message.contains("unreachable") || message.contains("no route")
                ? "No route to "
                : "No connection to ";
    return failed(UNREACHABLE, why + inWords(server), failure).hint(PORTS);
  }

  private static String inWords(String server) {
    int colon = server.lastIndexOf(':');
    return server.substring(0, colon) + ", port " + server.substring(colon + 1);
  }

  private static GatherException tlsFailed(String server, SSLException failure) {
    String text = String.valueOf(failure.getMessage());
    if (failure instanceof SSLPeerUnverifiedException) {
      return failed(
              UNREACHABLE,
              "The certificate of " + server + " is for another name: " + text,
              failure)
          .hint("Give the host as the certificate names it. " + SKIP);
    }
    if (causes(failure).anyMatch(CertificateExpiredException.class::isInstance)) {
      return failed(UNREACHABLE, "The certificate of " + server + " has expired", failure)
          .hint("Renew it. " + SKIP);
    }
    if (causes(failure).anyMatch(CertificateNotYetValidException.class::isInstance)) {
      return failed(UNREACHABLE, "The certificate of " + server + " is not valid yet", failure)
          .hint("Check both clocks. " + SKIP);
    }
    if (causes(failure).anyMatch(CertPathBuilderException.class::isInstance)) {
      return failed(
              UNREACHABLE,
              "The certificate of " + server + " is self-signed or from an unknown authority",
              failure)
          .hint(
              "Give the certificate of its authority (CA): on the page below Certificates, as"
                  + " tls.ca or --ca, or with the setting vmgather.targets.ca. "
                  + SKIP);
    }
    if (text.contains("Unsupported or unrecognized SSL message")) {
      return failed(UNREACHABLE, server + " does not speak TLS", failure)
          .hint("Write http:// instead of https:// in front of the address.");
    }
    if (ALERT.matcher(text).find()) {
      return failed(
              LOGIN_REFUSED,
              server + " does not accept the client certificate, or wants one: " + text,
              failure)
          .hint(HttpErrors.CLIENT_CERTIFICATE);
    }
    return failed(UNREACHABLE, "No TLS connection to " + server + ": " + text, failure);
  }

  private static GatherException failed(ErrorCode code, String message, IOException failure) {
    return new GatherException(code, message, failure);
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(20);
  }

  private static String reason(IOException failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  private static String after(Duration time) {
    return " within " + words(time);
  }

  private static String words(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}

package io.vmgather.common.vm;

import static io.vmgather.common.ErrorCode.BROKEN_ANSWER;
import static io.vmgather.common.ErrorCode.BUSY;
import static io.vmgather.common.ErrorCode.LOGIN_REFUSED;
import static io.vmgather.common.ErrorCode.REJECTED;
import static io.vmgather.common.ErrorCode.ROUTE_MISSING;
import static io.vmgather.common.ErrorCode.SERVER_LIMIT;
import static io.vmgather.common.ErrorCode.UNREACHABLE;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an HTTP status and an error's text mean. */
final class HttpErrors {
  // vmauth: "missing route for"; single node: "unsupported path requested"; vmselect without a
  // tenant: "unsupported URL format". All three come with 400.
  private static final Pattern NO_ROUTE =
      Pattern.compile("missing route for|unsupported path|unsupported URL format");

  // A queue that is full, not a size: the text names flags of both. Source: VictoriaMetrics
  // app/vmselect/main.go, lib/vmselectapi/server.go; releases differ in the status.
  private static final Pattern QUEUE_FULL =
      Pattern.compile("couldn't start executing the request in");

  // Flags that VictoriaMetrics names when it refuses a request for its size.
  private static final Pattern LIMIT_FLAG =
      Pattern.compile(
          "-search\\.(?!maxConcurrentRequests|maxQueueDuration)[A-Za-z]*[mM]ax[A-Za-z]+");
  // Prometheus-like servers name no flag. "not enough memory" is VictoriaMetrics' own estimate for
  // a query's series and points. Source: VictoriaMetrics app/vmselect/promql/eval.go
  private static final Pattern LIMIT_WORDS =
      Pattern.compile(
          "exceeded maximum resolution|not enough memory for processing|exceeds? (the )?(limit|max)|limit exceeded|too many "
              + "(samples|series|points|matching timeseries)|cannot select more than|"
              + "number of (matching )?(time)?series .*exceeds",
          Pattern.CASE_INSENSITIVE);

  // Go: "Client sent an HTTP request to an HTTPS server."; nginx: "The plain HTTP request was
  // sent to HTTPS port". Both come with 400.
  private static final Pattern WANTS_TLS =
      Pattern.compile("HTTP request (was sent )?to (an )?HTTPS (server|port)");

  static final String CLIENT_CERTIFICATE =
      "Give a client certificate, and its key, that the server's administrator accepts.";

  // nginx, with 400: "No required SSL certificate was sent" and "The SSL certificate error".
  private static final Pattern WANTS_CERTIFICATE =
      Pattern.compile("No required SSL certificate was sent|SSL certificate error");

  /** An answer that is no success; {@code body} is cleaned and cut, both may be empty. */
  record Answer(int status, String body, String retryAfter, String location, Instant now) {}

  private HttpErrors() {}

  /** The failure that {@code answer} of {@code server}, such as {@code vm:8428}, stands for. */
  static GatherException of(String server, Answer answer) {
    ErrorCode code = codeOf(answer.status(), answer.body());
    Duration wait = waitOf(answer.retryAfter(), answer.now()).orElse(null);
    String hint = hintOf(code, answer);
    GatherException failure =
        new GatherException(
            code, messageOf(server, answer), new RefusedAnswer(answer.status(), wait));
    return hint.isEmpty() ? failure : failure.hint(hint);
  }

  static ErrorCode codeOf(int status, String body) {
    if (status == 401 || status == 403 || status == 407 || WANTS_CERTIFICATE.matcher(body).find()) {
      return LOGIN_REFUSED;
    }
    if (status == 404 || NO_ROUTE.matcher(body).find()) {
      return ROUTE_MISSING;
    }
    if (WANTS_TLS.matcher(body).find()) {
      return UNREACHABLE;
    }
    if (status == 429 || QUEUE_FULL.matcher(body).find()) {
      return BUSY;
    }
    if (status == 413 || namesLimit(body)) {
      return SERVER_LIMIT;
    }
    if (status == 503) {
      return BUSY;
    }
    // A 422 without a limit in its text is a query that VictoriaMetrics could not parse or
    // evaluate: smaller requests would fail the same way.
    return status >= 500 ? BROKEN_ANSWER : REJECTED;
  }

  private static boolean namesLimit(String body) {
    return LIMIT_FLAG.matcher(body).find() || LIMIT_WORDS.matcher(body).find();
  }

  private static String messageOf(String server, Answer answer) {
    int status = answer.status();
    if (status >= 300 && status < 400) {
      return server + " answers with a redirect (" + status + ") to " + answer.location();
    }
    String text = answer.body().isEmpty() ? "" : ": " + answer.body();
    return switch (codeOf(status, answer.body())) {
      case LOGIN_REFUSED -> server + " refuses the sign-in (" + status + ")" + text;
      case ROUTE_MISSING -> server + " has no such route (" + status + ")" + text;
      case BUSY -> server + " is busy (" + status + ")" + text;
      case SERVER_LIMIT -> server + " met one of its limits (" + status + ")" + text;
      case UNREACHABLE -> server + " wants HTTPS, HTTP was spoken";
      case BROKEN_ANSWER -> server + " failed (" + status + ")" + text;
      default -> server + " refuses the request (" + status + ")" + text;
    };
  }

  private static String hintOf(ErrorCode code, Answer answer) {
    return switch (code) {
      case LOGIN_REFUSED ->
          switch (answer.status()) {
            case 400 -> CLIENT_CERTIFICATE;
            case 401 -> "Check the kind of sign-in, the user name and the password or token.";
            case 407 -> NetworkErrors.PROXY_SIGN_IN;
            default -> "The sign-in is known, but may not do this; ask for read access.";
          };
      case ROUTE_MISSING ->
          "Check the address's path: a cluster wants /select/<tenant>/prometheus, a proxy its own"
              + " prefix.";
      case BUSY -> "Try again later, or ask for less at once.";
      case SERVER_LIMIT -> limitHint(answer.body());
      case UNREACHABLE -> "Write https:// in front of the address.";
      case BROKEN_ANSWER ->
          answer.status() == 502 || answer.status() == 504
              ? "A proxy on the way could not reach VictoriaMetrics; see its log."
              : "See the server's log.";
      default -> redirectHint(answer);
    };
  }

  private static String limitHint(String body) {
    Matcher flag = LIMIT_FLAG.matcher(body);
    return flag.find()
        ? "Ask for a shorter time or fewer series, or raise " + flag.group() + " on the server."
        : "Ask for a shorter time or fewer series.";
  }

  private static String redirectHint(Answer answer) {
    return answer.status() >= 300 && answer.status() < 400
        ? "Redirects are not followed. Give the address that it leads to, or the one behind the"
            + " sign-in page."
        : "";
  }

  /** Retry-After is a number of seconds or a date (RFC 9110, 10.2.3). */
  static Optional<Duration> waitOf(String retryAfter, Instant now) {
    String text = retryAfter.strip();
    if (text.matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      DateTimeFormatter format = DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT);
      Duration wait = Duration.between(now, ZonedDateTime.parse(text, format).toInstant());
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException noDate) {
      return Optional.empty();
    }
  }
}

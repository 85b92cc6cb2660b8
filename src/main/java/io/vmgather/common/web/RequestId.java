package io.vmgather.common.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/** The name that one request has in answers and logs. */
final class RequestId {
  static final String HEADER = "X-Request-Id";

  private static final String MDC_KEY = "request_id";
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]{8,64}");

  private RequestId() {}

  /** The caller's or proxy's own id when it is a plain one, so that logs fit together. */
  static String of(HttpServletRequest request) {
    String given = request.getHeader(HEADER);
    return given != null && PLAIN.matcher(given).matches()
        ? given
        : UUID.randomUUID().toString().replace("-", "");
  }

  /** The id of the request that this thread is about. */
  static String current() {
    String id = MDC.get(MDC_KEY);
    return id == null ? "none" : id;
  }

  static void begin(String id) {
    MDC.put(MDC_KEY, id);
  }

  /** Leaves nothing on the thread, which outlives this application. */
  static void end() {
    MDC.clear();
  }
}

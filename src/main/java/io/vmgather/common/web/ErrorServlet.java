package io.vmgather.common.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Answers what failed outside of the API, such as a page that is not there: as JSON, or as a plain
 * page for a browser, with nothing about the server in it.
 */
public final class ErrorServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    HeaderFilter.set(request, response);
    String asked = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
    answer(request, response, asked, ErrorBody.of(status(request)));
  }

  /**
   * Answers a request that is refused before any resource or page is asked.
   *
   * @throws IOException of the connection
   */
  public static void refuse(HttpServletRequest request, HttpServletResponse response, ErrorBody why)
      throws IOException {
    answer(request, response, request.getRequestURI(), why);
  }

  private static void answer(
      HttpServletRequest request, HttpServletResponse response, String asked, ErrorBody body)
      throws IOException {
    response.setHeader("Cache-Control", "no-store");
    if (!wantsPage(request, asked)) {
      body.send(response);
      return;
    }
    response.setStatus(body.status());
    response.setContentType("text/html;charset=utf-8");
    response.getOutputStream().write(page(body).getBytes(StandardCharsets.UTF_8));
  }

  private static int status(HttpServletRequest request) {
    // Somebody who asks for this servlet itself finds nothing.
    boolean failed = request.getDispatcherType() == DispatcherType.ERROR;
    return failed && request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer s
        ? s
        : HttpServletResponse.SC_NOT_FOUND;
  }

  private static boolean wantsPage(HttpServletRequest request, String asked) {
    String accepted = request.getHeader("Accept");
    return !asked.startsWith(request.getContextPath() + "/api/")
        && accepted != null
        && accepted.contains("text/html");
  }

  private static String page(ErrorBody body) {
    return """
    <!doctype html>
    <html lang="en">
    <head><meta charset="utf-8"><title>vmgather: %1$d</title></head>
    <body><main><h1>%2$s</h1><p>%3$s</p><p>Status %1$d.</p></main></body>
    </html>
    """
        .formatted(body.status(), text(body.error()), body.hint() == null ? "" : text(body.hint()));
  }

  private static String text(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;");
  }
}

package io.vmgather.launcher.server;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.web.ErrorBody;
import io.vmgather.common.web.ErrorServlet;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Lets nobody in who does not know the access token: by a cookie, by {@code Authorization: Bearer},
 * or once by {@code ?token=}, which becomes the cookie and leaves the address.
 */
final class AccessTokenFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String PARAMETER = "token=";
  private static final String BEARER = "Bearer ";
  private static final ErrorBody REFUSED =
      ErrorBody.of(
          new GatherException(ErrorCode.NOT_SIGNED_IN, "an access token is needed")
              .hint(
                  "Open the address that the program printed when it started, or send its token in"
                      + " the header Authorization: Bearer."));

  private final transient AccessToken token;
  private final String cookieName;

  /**
   * @param port tells the cookie from that of another server on the same host: cookies know no
   *     ports
   */
  AccessTokenFilter(AccessToken token, int port) {
    this.token = token;
    this.cookieName = "vmgather_access_" + port;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (byHeader(request) || byCookie(request)) {
      chain.doFilter(request, response);
    } else if (byAddress(request)) {
      greet(request, response);
    } else {
      refuse(request, response);
    }
  }

  private boolean byHeader(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    return header != null
        && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && token.matches(header.substring(BEARER.length()).strip());
  }

  private boolean byCookie(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    return cookies != null
        && Arrays.stream(cookies)
            .anyMatch(
                cookie -> cookie.getName().equals(cookieName) && token.matches(cookie.getValue()));
  }

  private boolean byAddress(HttpServletRequest request) {
    return request.getMethod().equals("GET")
        && request.getQueryString() != null
        && Arrays.stream(request.getQueryString().split("&"))
            .filter(part -> part.startsWith(PARAMETER))
            .anyMatch(part -> token.redeem(part.substring(PARAMETER.length())));
  }

  private void greet(HttpServletRequest request, HttpServletResponse response) {
    Cookie cookie = new Cookie(cookieName, token.text());
    cookie.setHttpOnly(true);
    cookie.setPath("/");
    cookie.setAttribute("SameSite", "Strict");
    response.addCookie(cookie);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Location", withoutToken(request));
    response.setStatus(HttpServletResponse.SC_SEE_OTHER);
  }

  /** Relative, and so right behind a proxy that strips a prefix, and never on another host. */
  private static String withoutToken(HttpServletRequest request) {
    String query =
        Arrays.stream(request.getQueryString().split("&"))
            .filter(part -> !part.startsWith(PARAMETER))
            .collect(Collectors.joining("&"));
    String path = request.getRequestURI();
    String last = "./" + path.substring(path.lastIndexOf('/') + 1);
    return query.isEmpty() ? last : last + "?" + query;
  }

  private static void refuse(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("WWW-Authenticate", "Bearer");
    ErrorServlet.refuse(request, response, REFUSED);
  }
}

package io.vmgather.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The whole flow below another path than usual, and the page with all that it loads. */
abstract class PrefixFlow extends ExportFlow {
  private static final Pattern PART =
      Pattern.compile(
          "(?:<(?:link|script|img)[^>]+(?:href|src)=|^import [^;'\"]*|^export \\{[^}]*\\} from )[\"']([^\"' ]+)[\"']",
          Pattern.MULTILINE);

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void pageFindsAllItsPartsByRelativeAddresses() throws Exception {
    Deque<URI> open = new ArrayDeque<>();
    open.add(application());
    Set<URI> seen = new HashSet<>();
    while (!open.isEmpty()) {
      URI address = open.pop();
      if (!seen.add(address)) {
        continue;
      }
      HttpResponse<String> answer = get(address);
      assertThat(answer.statusCode()).as(address.toString()).isEqualTo(200);
      Matcher part = PART.matcher(answer.body());
      while (part.find()) {
        assertThat(part.group(1)).as("in " + address).doesNotStartWith("/").doesNotContain("//");
        open.add(address.resolve(part.group(1)));
      }
    }
    assertThat(seen).as("parts of the page").hasSizeGreaterThan(30);
    String root = application().toString();
    assertThat(seen).allMatch(part -> part.toString().startsWith(root));
  }

  @Test
  void addressWithoutItsSlashLeadsToThePage() throws Exception {
    HttpClient following =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    String given = application().toString().replaceFirst("/$", "");
    HttpResponse<String> answer =
        following.send(HttpRequest.newBuilder(URI.create(given)).build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.uri().resolve("./")).isEqualTo(application());
  }

  @Test
  void requestOfTheOwnPageIsTakenAndThatOfAnotherIsNot() throws Exception {
    assertThat(session(application().resolve("/").toString().replaceFirst("/$", "")))
        .isEqualTo(200);
    assertThat(session("http://evil.example")).isEqualTo(403);
  }

  private int session(String origin) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(application().resolve("api/session/new"))
            .header("Origin", origin)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }

  private HttpResponse<String> get(URI address) throws Exception {
    return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
  }
}

package io.vmgather.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Speaks with an application as a script would, and holds each answer of the API against its
 * description.
 */
final class RestClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<URI, DescribedApi> DESCRIPTIONS = new ConcurrentHashMap<>();
  private static final String API = "api/";

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI application;
  private final String[] headers;
  private final DescribedApi description;
  private final Set<String> succeeded = ConcurrentHashMap.newKeySet();

  /**
   * @param application its root, with a slash at the end
   * @param headers of each request: names and values in turn
   */
  RestClient(URI application, String... headers) throws IOException, InterruptedException {
    this.application = application;
    this.headers = headers.clone();
    if (!DESCRIPTIONS.containsKey(application)) {
      HttpRequest request = request("api/openapi.json", headers).build();
      String document = http.send(request, BodyHandlers.ofString()).body();
      DESCRIPTIONS.put(application, new DescribedApi(document));
    }
    description = DESCRIPTIONS.get(application);
  }

  /** Operations that are described and that this client did not see succeed. */
  List<String> unused() {
    return description.operations().stream().filter(one -> !succeeded.contains(one)).toList();
  }

  /** An answer of status 200. */
  JsonNode get(String path) throws IOException, InterruptedException {
    return ok(send("GET", path, null));
  }

  /** An answer of status 200. */
  JsonNode post(String path, Object body) throws IOException, InterruptedException {
    return ok(send("POST", path, body));
  }

  HttpResponse<String> send(String method, String path, Object body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path, headers);
    String text = null;
    if (body == null) {
      request.method(method, BodyPublishers.noBody());
    } else {
      text = body instanceof String given ? given : JSON.writeValueAsString(body);
      request
          .header("Content-Type", "application/json")
          .method(method, BodyPublishers.ofString(text));
    }
    HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
    check(path, text, answer, answer.body().getBytes(StandardCharsets.UTF_8));
    return answer;
  }

  /** A request whose whole body is a file. */
  HttpResponse<String> put(String path, byte[] file) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(application.resolve(path))
            .PUT(BodyPublishers.ofByteArray(file))
            .build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    check(path, null, answer, answer.body().getBytes(StandardCharsets.UTF_8));
    return answer;
  }

  /** A form as browsers and old scripts send it. */
  HttpResponse<String> form(String path, Object config, String name, byte[] file)
      throws IOException, InterruptedException {
    String border = "----border7MA4YWxkTrZu0gW";
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        text(
            "--"
                + border
                + "\r\nContent-Disposition: form-data; name=\"config\"\r\n\r\n"
                + (config instanceof String given ? given : JSON.writeValueAsString(config))
                + "\r\n--"
                + border
                + "\r\nContent-Disposition: form-data; name=\"bundle\"; filename=\""
                + name
                + "\"\r\nContent-Type: application/zip\r\n\r\n"));
    body.writeBytes(file);
    body.writeBytes(text("\r\n--" + border + "--\r\n"));
    HttpRequest request =
        HttpRequest.newBuilder(application.resolve(path))
            .header("Content-Type", "multipart/form-data; boundary=" + border)
            .POST(BodyPublishers.ofByteArray(body.toByteArray()))
            .build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    check(path, null, answer, answer.body().getBytes(StandardCharsets.UTF_8));
    return answer;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  HttpResponse<byte[]> bytes(String path, String... further)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path, headers);
    if (further.length > 0) {
      request.headers(further);
    }
    HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
    check(path, null, answer, answer.body());
    return answer;
  }

  private HttpRequest.Builder request(String path, String... with) {
    HttpRequest.Builder request = HttpRequest.newBuilder(application.resolve(path));
    return with.length > 0 ? request.headers(with) : request;
  }

  private void check(String path, String sent, HttpResponse<?> answer, byte[] body)
      throws IOException {
    if (!path.startsWith(API)) {
      return;
    }
    String below = path.substring(API.length() - 1).split("\\?", 2)[0];
    String method = answer.request().method();
    description.checkAnswer(method, below, answer.statusCode(), answer.headers(), body);
    if (answer.statusCode() < 300) {
      succeeded.add(DescribedApi.name(method, below));
      if (sent != null) {
        description.checkRequest(method, below, sent);
      }
    }
  }

  static JsonNode json(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body());
  }

  private static JsonNode ok(HttpResponse<String> answer) throws IOException {
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.request().uri() + ": " + answer + " " + answer.body());
    }
    return json(answer);
  }
}

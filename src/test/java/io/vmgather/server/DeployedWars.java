package io.vmgather.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Both WARs, as the build made them, side by side on one real server. */
@ExtendWith(ArquillianExtension.class)
abstract class DeployedWars extends ApiFlow {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @ArquillianResource
  @OperateOnDeployment("exporter")
  private URL exporter;

  @ArquillianResource
  @OperateOnDeployment("importer")
  private URL importer;

  @Override
  URI application() throws URISyntaxException {
    return exporter.toURI();
  }

  @Test
  void healthNamesTheVersion() throws Exception {
    for (URL application : new URL[] {exporter, importer}) {
      HttpResponse<String> answer = get(application, "api/health");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
      assertThat(answer.body())
          .isEqualTo("{\"status\":\"ok\",\"version\":\"%s\"}", System.getProperty("build.version"));
    }
  }

  private static HttpResponse<String> get(URL application, String path)
      throws IOException, InterruptedException, URISyntaxException {
    URI address = application.toURI().resolve(path);
    return HTTP.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
  }
}

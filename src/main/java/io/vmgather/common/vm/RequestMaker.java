package io.vmgather.common.vm;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;

/**
 * Requests to one server, not signed yet.
 *
 * @param headers of each request, such as a tenant's
 */
record RequestMaker(HttpHost host, Map<String, String> headers) {
  /** A form by POST. */
  HttpUriRequestBase post(String path, Params params) {
    return make(
        "POST",
        path,
        new StringEntity(params.formEncoded(), ContentType.APPLICATION_FORM_URLENCODED));
  }

  /** A body by POST. */
  HttpUriRequestBase post(String path, Upload upload) {
    return make(
        "POST",
        path,
        new ByteArrayEntity(
            upload.bytes(),
            0,
            upload.length(),
            ContentType.APPLICATION_OCTET_STREAM,
            upload.gzipped() ? "gzip" : null));
  }

  /** The parameters in the address. */
  HttpUriRequestBase get(String path, Params params) {
    String query = params.formEncoded();
    return make("GET", query.isEmpty() ? path : path + '?' + query, null);
  }

  /**
   * Asked beside other work, which it does not hold up: no longer than that for the first byte, and
   * on a connection that nothing else is sent over afterwards, whatever the answer does to it.
   */
  HttpUriRequestBase aside(String path, Duration firstByte) {
    HttpUriRequestBase request = get(path, Params.none());
    request.setConfig(HttpClientFactory.patience(firstByte));
    request.setHeader("Connection", "close");
    return request;
  }

  private HttpUriRequestBase make(String method, String path, HttpEntity entity) {
    HttpUriRequestBase request = new HttpUriRequestBase(method, URI.create(host.toURI() + path));
    headers.forEach(request::setHeader);
    request.setEntity(entity);
    return request;
  }
}

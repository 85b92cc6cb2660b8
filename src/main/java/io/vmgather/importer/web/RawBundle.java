package io.vmgather.importer.web;

import io.vmgather.common.Owner;
import io.vmgather.importer.service.ImportService;
import io.vmgather.importer.service.Upload;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;

/** A request's whole body as a bundle. */
final class RawBundle {
  private RawBundle() {}

  static Upload receive(ImportService service, Owner owner, String name, HttpServletRequest request)
      throws IOException {
    long length = request.getContentLengthLong();
    service.uploads().requireSmaller(length);
    try (InputStream body = request.getInputStream()) {
      return service.sound(service.uploads().receive(owner, name, body, length));
    }
  }
}

package io.vmgather.importer.web;

import io.vmgather.importer.service.Upload;

/**
 * A bundle that waits for its import.
 *
 * @param bundleId 32 hexadecimal digits
 * @param name as its sender called it
 * @param bytes of the file
 * @param sha256 of the file, in hexadecimal digits
 * @param kind {@code zip}, {@code jsonl} or {@code jsonl.gz}
 */
public record BundleView(String bundleId, String name, long bytes, String sha256, String kind) {
  static BundleView of(Upload upload) {
    return new BundleView(
        upload.id(), upload.name(), upload.bytes(), upload.sha256(), upload.kind());
  }
}

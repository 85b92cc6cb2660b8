package io.vmgather.importer.web;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.common.web.Json;
import io.vmgather.importer.job.ImportConfig;
import io.vmgather.importer.service.Upload;
import io.vmgather.importer.service.Uploads;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The multipart form of old clients: {@code config} in JSON, {@code bundle} as a file.
 *
 * @param fullCollection whether all lines are to be looked at
 */
record ImportForm(ImportConfig config, Upload upload, boolean fullCollection) {
  private static final int CONFIG_BYTES = 1024 * 1024;
  private static final int FORM_BYTES = 1024 * 1024;

  /**
   * Takes the whole form in; the bundle then lies in the staging folder.
   *
   * @throws GatherException INVALID_INPUT; TOO_LARGE; LIMIT_REACHED; DISK_FULL
   */
  static ImportForm read(HttpServletRequest request, Uploads uploads, Owner owner) {
    uploads.requireSmaller(request.getContentLengthLong() - FORM_BYTES);
    try {
      request.getParts();
      ImportConfig config =
          Json.read(text(required(request.getPart("config"), "config")), ImportConfig.class);
      if (config == null) {
        throw missing("config");
      }
      Part full = request.getPart("full_collection");
      boolean all = full != null && text(full).strip().matches("true|1|on|yes");
      Part bundle = required(request.getPart("bundle"), "bundle");
      try (InputStream in = bundle.getInputStream()) {
        Upload upload = uploads.receive(owner, bundle.getSubmittedFileName(), in, bundle.getSize());
        return new ImportForm(config, upload, all);
      } finally {
        bundle.delete();
      }
    } catch (IOException | ServletException e) {
      throw unreadable(e);
    } catch (GatherException e) {
      throw e;
    } catch (RuntimeException e) {
      throw tooLarge(e) ? refused(e) : unreadable(e);
    }
  }

  // Each container has an exception of its own, and says no more than this by its text.
  private static boolean tooLarge(RuntimeException e) {
    String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return text.contains("exceed") || text.contains("max") || text.contains("size");
  }

  private static GatherException refused(Exception cause) {
    return new GatherException(
            ErrorCode.TOO_LARGE, "the bundle is larger than this server takes", cause)
        .hint("The setting vmgather.upload.max-bytes is the limit.")
        .at("bundle");
  }

  private static GatherException unreadable(Exception cause) {
    return new GatherException(ErrorCode.INVALID_INPUT, "the form can't be read", cause)
        .hint("Send multipart/form-data with the parts config and bundle.");
  }

  private static Part required(Part part, String name) {
    if (part == null) {
      throw missing(name);
    }
    return part;
  }

  private static GatherException missing(String name) {
    return new GatherException(ErrorCode.INVALID_INPUT, "the part " + name + " is missing")
        .at(name);
  }

  private static String text(Part part) throws IOException {
    try (InputStream in = part.getInputStream()) {
      byte[] bytes = in.readNBytes(CONFIG_BYTES + 1);
      if (bytes.length > CONFIG_BYTES) {
        throw new GatherException(ErrorCode.TOO_LARGE, "a part of the form is too long");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}

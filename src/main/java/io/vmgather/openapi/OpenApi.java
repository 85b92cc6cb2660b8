package io.vmgather.openapi;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.vmgather.common.web.ApiApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes {@code openapi.json} beside each application's class: {@code OpenApi SOURCES CLASSES
 * APPLICATION...}.
 */
public final class OpenApi {
  private OpenApi() {}

  /**
   * Writes the documents.
   *
   * @param args the root of the source files, that of the compiled classes, and names of classes
   *     that are {@link ApiApplication}s
   */
  public static void main(String[] args) throws IOException, ReflectiveOperationException {
    Comments comments = new Comments(Path.of(args[0]));
    for (int i = 2; i < args.length; i++) {
      Class<? extends ApiApplication> application =
          Class.forName(args[i]).asSubclass(ApiApplication.class);
      Path file =
          Path.of(args[1])
              .resolve(application.getPackageName().replace('.', '/'))
              .resolve(ApiApplication.DESCRIPTION);
      Files.writeString(
          file, writer().writeValueAsString(Description.of(application, comments)) + "\n");
    }
  }

  /** The same bytes on every system. */
  private static ObjectWriter writer() {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    return new ObjectMapper()
        .writer(new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines));
  }
}

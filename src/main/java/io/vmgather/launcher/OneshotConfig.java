package io.vmgather.launcher;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.Certificates;
import io.vmgather.common.vm.HostResolver;
import io.vmgather.common.vm.OutgoingProxy;
import io.vmgather.common.vm.RetryPolicy;
import io.vmgather.common.vm.Timeouts;
import io.vmgather.common.vm.VmClient;
import io.vmgather.exporter.job.ExportConfig;
import io.vmgather.exporter.job.ExportJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads the export's description that today's clients write. */
final class OneshotConfig {
  private static final ObjectMapper JSON = ExportJson.mapper();

  private OneshotConfig() {}

  /**
   * @param source a file, or {@code -} for standard input
   * @throws GatherException INVALID_INPUT or FILE_ACCESS
   */
  static ExportConfig read(String source) {
    try (InputStream in = source.equals("-") ? System.in : Files.newInputStream(Path.of(source))) {
      ExportConfig config = JSON.readValue(in, ExportConfig.class);
      if (config == null) {
        throw new GatherException(ErrorCode.INVALID_INPUT, "the description is empty");
      }
      return config;
    } catch (JsonMappingException e) {
      if (e.getCause() instanceof GatherException wrongField) {
        throw wrongField;
      }
      if (e.getCause() instanceof JsonParseException syntax) {
        throw noJson(syntax);
      }
      throw wrong(e);
    } catch (JsonProcessingException e) {
      throw noJson(e);
    } catch (InvalidPathException e) {
      throw new GatherException(ErrorCode.INVALID_INPUT, "-oneshot-config is no path", e);
    } catch (NoSuchFileException e) {
      throw new GatherException(ErrorCode.FILE_ACCESS, "there is no file " + source, e);
    } catch (IOException e) {
      throw new GatherException(ErrorCode.FILE_ACCESS, source + " can't be read: " + e, e);
    }
  }

  /**
   * How the source is connected to, by the variables that other commands have as defaults: the
   * description has no place for a proxy.
   *
   * @throws GatherException INVALID_INPUT, or FILE_ACCESS for a certificate's file
   */
  static VmClient.Settings client() {
    Map<String, String> variables = System.getenv();
    String except = variables.get("VMGATHER_PROXY_EXCEPT");
    OutgoingProxy proxy =
        OutgoingProxy.read(
            variables.get("VMGATHER_PROXY"),
            variables.get("VMGATHER_PROXY_PASSWORD"),
            except == null ? OutgoingProxy.THIS_MACHINE : List.of(except.split(",")));
    Certificates certificates =
        Certificates.read(
                file(variables, "VMGATHER_CLIENT_CERT"),
                file(variables, "VMGATHER_CLIENT_KEY"),
                variables.get("VMGATHER_CLIENT_PASSWORD"),
                file(variables, "VMGATHER_CA"))
            .checked();
    return new VmClient.Settings(
        Timeouts.DEFAULT, RetryPolicy.standard(), HostResolver.SYSTEM, certificates, proxy);
  }

  private static Path file(Map<String, String> variables, String name) {
    String path = variables.getOrDefault(name, "");
    return path.isEmpty() ? null : Path.of(path);
  }

  /** Without the parser's message, which would repeat the text: it holds secrets. */
  private static GatherException noJson(JsonProcessingException e) {
    return new GatherException(
            ErrorCode.INVALID_INPUT,
            "the description is no JSON: line "
                + e.getLocation().getLineNr()
                + ", column "
                + e.getLocation().getColumnNr(),
            e)
        .hint("Look for a missing quote, comma or brace there.");
  }

  private static GatherException wrong(JsonMappingException e) {
    String where = where(e);
    String what =
        where.isEmpty()
            ? "the description is empty, or no JSON object"
            : "the description's field " + where + " has the wrong type or size";
    GatherException failure =
        new GatherException(ErrorCode.INVALID_INPUT, what, e)
            .hint("Compare it with the example in the README.");
    return where.isEmpty() ? failure : failure.at(where);
  }

  private static String where(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      String name = step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName();
      path.append(path.isEmpty() || name.startsWith("[") ? "" : ".").append(name);
    }
    return path.toString();
  }
}

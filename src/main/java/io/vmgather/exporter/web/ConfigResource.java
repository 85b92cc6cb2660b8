package io.vmgather.exporter.web;

import io.vmgather.common.vm.Auth;
import io.vmgather.common.web.BuildInfo;
import io.vmgather.common.web.Identity;
import io.vmgather.exporter.service.ExportService;
import io.vmgather.exporter.service.ServiceSettings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;

/** {@code GET api/config}: what a page or script needs to know of this server. */
@Path("config")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class ConfigResource {
  private final ExportService service;
  private final BuildInfo build;
  private final Identity identity;

  @Inject
  public ConfigResource(ExportService service, BuildInfo build, Identity identity) {
    this.service = service;
    this.build = build;
    this.identity = identity;
  }

  /**
   * The answer.
   *
   * @param os {@code linux}, {@code darwin} or {@code windows}, as clients expect
   * @param mode {@code local} on a person's own machine, {@code server} for many people
   * @param user who is signed in; empty when nobody has to
   */
  public record Config(
      String version,
      String defaultStagingDir,
      String os,
      String outputDir,
      boolean supportsDirPicker,
      boolean supportsDirPrepare,
      String mode,
      String user,
      List<String> authKinds,
      Limits limits,
      Defaults defaults) {}

  public record Limits(
      int maxJobs, int lineBytes, int sampleLimit, long jobsKeepSeconds, long bundlesKeepSeconds) {}

  public record Defaults(boolean obfuscateInstance, boolean obfuscateJob) {}

  @GET
  public Config config() {
    ServiceSettings settings = service.settings();
    return new Config(
        build.version(),
        settings.stagingRoot().toString(),
        os(),
        settings.outputRoot().toString(),
        true,
        true,
        settings.shared() ? "server" : "local",
        identity.owner().name(),
        Auth.KINDS,
        new Limits(
            settings.jobs(),
            settings.export().lineBytes(),
            SampleResource.MOST,
            settings.keepJobs().toSeconds(),
            settings.keepBundles().toSeconds()),
        new Defaults(true, true));
  }

  private static String os() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      return "windows";
    }
    return name.startsWith("mac") ? "darwin" : "linux";
  }
}

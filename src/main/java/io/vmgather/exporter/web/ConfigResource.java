package io.vmgather.exporter.web;

import io.vmgather.common.identity.Identity;
import io.vmgather.common.vm.Auth;
import io.vmgather.common.web.BuildInfo;
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
   * @param version of this server
   * @param defaultStagingDir where exports are staged that name no folder
   * @param os {@code linux}, {@code darwin} or {@code windows}, as clients expect
   * @param outputDir where finished bundles lie
   * @param supportsDirPicker whether folders can be listed by {@code fs/list}
   * @param supportsDirPrepare whether folders can be made by {@code fs/check}
   * @param mode {@code local} on a person's own machine, {@code server} for many people
   * @param user who is signed in; empty when nobody has to
   * @param authKinds what {@code auth.type} of a connection may be
   * @param limits of this server
   * @param defaults what is chosen until somebody chooses
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

  /**
   * What this server allows.
   *
   * @param maxJobs exports that may be under way at a time, of all users
   * @param lineBytes longest line of an export
   * @param sampleLimit most series of a sample
   * @param jobsKeepSeconds how long an ended job can be asked for
   * @param bundlesKeepSeconds how long a finished bundle stays on a server for many people
   */
  public record Limits(
      int maxJobs, int lineBytes, int sampleLimit, long jobsKeepSeconds, long bundlesKeepSeconds) {}

  /**
   * What is chosen until somebody chooses.
   *
   * @param obfuscateInstance whether instances are hidden
   * @param obfuscateJob whether jobs are hidden
   */
  public record Defaults(boolean obfuscateInstance, boolean obfuscateJob) {}

  /** What a page or script needs to know of this server. */
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

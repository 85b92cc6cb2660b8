package io.vmgather.exporter.web;

import io.vmgather.common.identity.CsrfToken;
import io.vmgather.common.identity.Identity;
import io.vmgather.common.settings.IdentitySetting;
import io.vmgather.common.settings.Settings;
import io.vmgather.common.vm.Auth;
import io.vmgather.common.web.BuildInfo;
import io.vmgather.exporter.service.ExportService;
import io.vmgather.exporter.service.ServiceSettings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
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
  private final CsrfToken csrfToken;
  private final Settings settings;
  private final HttpServletRequest asked;

  @Inject
  public ConfigResource(
      ExportService service,
      BuildInfo build,
      Identity identity,
      CsrfToken csrfToken,
      Settings settings,
      HttpServletRequest asked) {
    this.service = service;
    this.build = build;
    this.identity = identity;
    this.csrfToken = csrfToken;
    this.settings = settings;
    this.asked = asked;
  }

  /**
   * The answer.
   *
   * @param version of this server
   * @param defaultStagingDir where exports are staged that name no folder
   * @param os {@code linux}, {@code darwin} or {@code windows}, as clients expect
   * @param outputDir where finished bundles lie
   * @param supportsDirPicker whether this caller can list folders by {@code fs/list}
   * @param supportsDirPrepare whether this caller can make folders by {@code fs/check}
   * @param mode {@code local} on a person's own machine, {@code server} for many people
   * @param user who is signed in; empty when nobody has to
   * @param administers whether the user sees and ends everybody's jobs
   * @param csrfToken what requests that change something bring in {@code X-CSRF-Token} when they
   *     bring cookies, too
   * @param signOut where signing out leads to; empty when nowhere
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
      boolean administers,
      String csrfToken,
      String signOut,
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
    ServiceSettings limits = service.settings();
    boolean folders = FolderAccess.given(limits.shared(), asked);
    return new Config(
        build.version(),
        limits.stagingRoot().toString(),
        os(),
        limits.outputRoot().toString(),
        folders,
        folders,
        limits.shared() ? "server" : "local",
        identity.owner().name(),
        identity.caller().administers(),
        csrfToken.of(identity.owner()),
        settings.get(IdentitySetting.SIGN_OUT),
        Auth.KINDS,
        new Limits(
            limits.jobs(),
            limits.export().lineBytes(),
            SampleResource.MOST,
            limits.keepJobs().toSeconds(),
            limits.keepBundles().toSeconds()),
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

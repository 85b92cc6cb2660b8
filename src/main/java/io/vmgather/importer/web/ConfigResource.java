package io.vmgather.importer.web;

import io.vmgather.common.identity.CsrfToken;
import io.vmgather.common.identity.Identity;
import io.vmgather.common.settings.IdentitySetting;
import io.vmgather.common.settings.Settings;
import io.vmgather.common.vm.Auth;
import io.vmgather.common.web.BuildInfo;
import io.vmgather.importer.service.ImportService;
import io.vmgather.importer.service.ServiceSettings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** {@code GET api/config}: what a page or script needs to know of this server. */
@Path("config")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class ConfigResource {
  private final ImportService service;
  private final BuildInfo build;
  private final Identity identity;
  private final CsrfToken csrfToken;
  private final Settings settings;

  @Inject
  public ConfigResource(
      ImportService service,
      BuildInfo build,
      Identity identity,
      CsrfToken csrfToken,
      Settings settings) {
    this.service = service;
    this.build = build;
    this.identity = identity;
    this.csrfToken = csrfToken;
    this.settings = settings;
  }

  /**
   * The answer.
   *
   * @param version of this program
   * @param mode {@code local} on a person's own machine, {@code server} for many people
   * @param user who is signed in; empty when nobody has to
   * @param administers whether the user sees and ends everybody's jobs
   * @param csrfToken what requests that change something bring in {@code X-CSRF-Token} when they
   *     bring cookies, too
   * @param signOut where signing out leads to; empty when nowhere
   * @param authKinds ways to sign in to a target
   * @param limits of this server
   */
  public record Config(
      String version,
      String mode,
      String user,
      boolean administers,
      String csrfToken,
      String signOut,
      List<String> authKinds,
      Limits limits) {}

  /**
   * Limits of this server.
   *
   * @param maxJobs imports at a time
   * @param uploadBytes the largest bundle
   * @param inflatedBytes the most that its metrics may inflate to
   * @param lineBytes the longest line
   * @param jobsKeepSeconds how long an ended import is remembered
   */
  public record Limits(
      int maxJobs, long uploadBytes, long inflatedBytes, int lineBytes, long jobsKeepSeconds) {}

  /** What this server is and allows. */
  @GET
  public Config config() {
    ServiceSettings limits = service.settings();
    return new Config(
        build.version(),
        limits.shared() ? "server" : "local",
        identity.owner().name(),
        identity.caller().administers(),
        csrfToken.of(identity.owner()),
        settings.get(IdentitySetting.SIGN_OUT),
        Auth.KINDS,
        new Limits(
            limits.jobs(),
            limits.uploadBytes(),
            limits.imports().limits().inflatedBytes(),
            limits.imports().limits().lineBytes(),
            limits.keepJobs().toSeconds()));
  }
}

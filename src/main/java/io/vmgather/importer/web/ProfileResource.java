package io.vmgather.importer.web;

import io.vmgather.common.identity.Identity;
import io.vmgather.importer.service.ImportService;
import io.vmgather.importer.service.JobSnapshot;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** {@code GET api/profiles/recent}: the targets of the caller's imports that are remembered. */
@Path("profiles/recent")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class ProfileResource {
  private static final int MOST = 10;

  private final ImportService service;
  private final Identity identity;

  @Inject
  public ProfileResource(ImportService service, Identity identity) {
    this.service = service;
    this.identity = identity;
  }

  /**
   * The answer.
   *
   * @param profiles the latest first, at most 10
   */
  public record Profiles(List<Profile> profiles) {}

  /**
   * A target, without anything secret.
   *
   * @param endpoint as it was entered
   * @param tenantId empty for none
   * @param authType how to sign in
   * @param username empty when there is none
   * @param customHeaderName empty when there is none
   * @param skipTlsVerify whether any certificate is accepted
   */
  public record Profile(
      String endpoint,
      String tenantId,
      String authType,
      String username,
      String customHeaderName,
      boolean skipTlsVerify) {
    static Profile of(JobSnapshot job) {
      return new Profile(
          job.config().endpoint(),
          job.config().tenantId(),
          job.config().authType(),
          job.config().username(),
          job.config().customHeaderName(),
          job.config().skipTlsVerify());
    }
  }

  /** Where the caller's latest imports went. Kept in memory only, as long as the imports. */
  @GET
  public Profiles recent() {
    return new Profiles(
        service.jobs().of(identity.owner()).stream()
            .map(Profile::of)
            .distinct()
            .limit(MOST)
            .toList());
  }
}

package io.vmgather.common.web;

import io.vmgather.common.audit.AuditLog;
import io.vmgather.common.identity.Access;
import io.vmgather.common.identity.CsrfToken;
import io.vmgather.common.identity.SignIn;
import io.vmgather.common.settings.Settings;
import io.vmgather.common.settings.WorkFolders;
import jakarta.servlet.ServletContext;
import java.time.Clock;

/**
 * The objects that an application has one of, made when it starts.
 *
 * @param settings what whoever runs it decided
 * @param metrics what it counts
 * @param signIn finds out whose requests are
 * @param csrfToken what the pages of this application know
 * @param audit where it is written down what people do
 */
public record CommonServices(
    Settings settings, Metrics metrics, SignIn signIn, CsrfToken csrfToken, AuditLog audit) {
  private static final String ATTRIBUTE = CommonServices.class.getName();

  /**
   * Makes them, and the folders of the settings ready.
   *
   * @param access what the application is for
   * @throws io.vmgather.common.GatherException FILE_ACCESS for a folder or file that can't be used;
   *     INVALID_INPUT for settings that don't fit together
   */
  public static CommonServices of(Settings settings, Access access) {
    WorkFolders.prepare(settings);
    return new CommonServices(
        settings,
        new Metrics(),
        new SignIn(settings, access),
        new CsrfToken(),
        AuditLog.of(settings, Clock.systemUTC()));
  }

  /** Those of an application that {@link ApplicationStart} started. */
  public static CommonServices in(ServletContext application) {
    return (CommonServices) application.getAttribute(ATTRIBUTE);
  }

  void keepIn(ServletContext application) {
    application.setAttribute(ATTRIBUTE, this);
  }
}

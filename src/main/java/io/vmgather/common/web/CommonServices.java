package io.vmgather.common.web;

import io.vmgather.common.identity.SignIn;
import io.vmgather.common.settings.Settings;
import io.vmgather.common.settings.WorkFolders;
import jakarta.servlet.ServletContext;

/**
 * The objects that an application has one of, made when it starts.
 *
 * @param settings what whoever runs it decided
 * @param metrics what it counts
 * @param signIn finds out whose requests are
 */
public record CommonServices(Settings settings, Metrics metrics, SignIn signIn) {
  private static final String ATTRIBUTE = CommonServices.class.getName();

  /**
   * Makes them, and the folders of the settings ready.
   *
   * @throws io.vmgather.common.GatherException FILE_ACCESS for a folder that can't be used
   */
  public static CommonServices of(Settings settings) {
    WorkFolders.prepare(settings);
    return new CommonServices(settings, new Metrics(), new SignIn(settings));
  }

  /** Those of an application that {@link ApplicationStart} started. */
  public static CommonServices in(ServletContext application) {
    return (CommonServices) application.getAttribute(ATTRIBUTE);
  }

  void keepIn(ServletContext application) {
    application.setAttribute(ATTRIBUTE, this);
  }
}

package io.vmgather.server;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.shrinkwrap.api.spec.WebArchive;

class Tomcat10ImportIT extends DeployedImporter {
  @Deployment(name = "exporter", testable = false)
  @TargetsContainer("tomcat10")
  static WebArchive exporter() {
    return Wars.exporter();
  }

  @Deployment(name = "importer", testable = false)
  @TargetsContainer("tomcat10")
  static WebArchive importerWar() {
    return Wars.importer();
  }
}

package io.vmgather.server;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.shrinkwrap.api.spec.WebArchive;

class Jetty12ImportIT extends DeployedImporter {
  @Deployment(name = "exporter", testable = false)
  @TargetsContainer("jetty12")
  static WebArchive exporter() {
    return Wars.exporter();
  }

  @Deployment(name = "importer", testable = false)
  @TargetsContainer("jetty12")
  static WebArchive importerWar() {
    return Wars.importer();
  }
}

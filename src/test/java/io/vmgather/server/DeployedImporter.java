package io.vmgather.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.extension.ExtendWith;

/** The importer's WAR, as the build made it, beside the exporter's on one real server. */
@ExtendWith(ArquillianExtension.class)
abstract class DeployedImporter extends ImportApiFlow {
  @ArquillianResource
  @OperateOnDeployment("importer")
  private URL importer;

  @Override
  URI importer() throws URISyntaxException {
    return importer.toURI();
  }

  @Override
  Path staging() {
    return WarSettings.FOLDER;
  }
}

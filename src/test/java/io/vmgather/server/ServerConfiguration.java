package io.vmgather.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jboss.arquillian.container.spi.ConfigurationException;
import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;

/** One server of arquillian.xml; Arquillian calls the setters. */
public final class ServerConfiguration implements ContainerConfiguration {
  private String product = "";
  private String home = "";

  /** Which server it is: tomcat or jetty. */
  public void setProduct(String product) {
    this.product = product;
  }

  /** Folder of the unpacked distribution. */
  public void setHome(String home) {
    this.home = home;
  }

  @Override
  public void validate() {
    if (!product.equals("tomcat") && !product.equals("jetty")) {
      throw new ConfigurationException("product is " + product + ", not tomcat or jetty");
    }
    if (!Files.isDirectory(Path.of(home))) {
      throw new ConfigurationException("no server in " + home);
    }
  }

  AppServer start() throws IOException {
    Path base = Files.createTempDirectory(WarSettings.FOLDER, product);
    List<String> options = WarSettings.options(base);
    return product.equals("tomcat")
        ? Tomcat.start(Path.of(home), base, options)
        : Jetty.start(Path.of(home), base, options);
  }
}

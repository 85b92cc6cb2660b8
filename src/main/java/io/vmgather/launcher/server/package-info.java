/**
 * The server inside the runnable jar: an embedded Jetty with an application and its pages.
 *
 * <p>May import: {@code common}, {@code common.settings}, {@code common.audit}, {@code
 * common.identity}, {@code common.web}, {@code exporter.plot}, {@code exporter.service}, the
 * applications' {@code web}, Jetty, Jersey, Jakarta EE.
 */
package io.vmgather.launcher.server;

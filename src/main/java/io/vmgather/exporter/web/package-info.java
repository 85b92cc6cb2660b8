/**
 * The exporter's web application.
 *
 * <p>May import: {@code exporter.job}, {@code exporter.discover}, {@code common}, Jakarta EE.
 */
package io.vmgather.exporter.web;

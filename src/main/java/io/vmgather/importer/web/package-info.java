/**
 * The importer's web application.
 *
 * <p>May import: {@code common}, Jakarta EE.
 */
package io.vmgather.importer.web;

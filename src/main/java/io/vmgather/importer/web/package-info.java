/**
 * The importer's web application.
 *
 * <p>May import: {@code common}, the importer's other packages but its stages, Jakarta EE.
 */
package io.vmgather.importer.web;

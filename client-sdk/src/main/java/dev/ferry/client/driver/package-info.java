/**
 * Makes clients: the threads that drive the core over a transport. Apps need {@link
 * dev.ferry.client.driver.FerryClients} and nothing else here.
 */
@NullMarked
package dev.ferry.client.driver;

import org.jspecify.annotations.NullMarked;

/**
 * The scripted tour: a real server started, talked to, killed and checked. Depends on {@code
 * connect} and {@code terminal}.
 */
@NullMarked
package dev.ferry.cli.demo;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.ferry.loadtest;

import org.jspecify.annotations.NullMarked;

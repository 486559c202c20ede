/**
 * What a run found, and what is made of it: JSON, a page of HTML, a comparison, an exit code.
 * Depends on nothing else of the harness: who measures fills in a {@link
 * dev.ferry.loadtest.report.Result}, and everything here can be made again from its JSON.
 */
@NullMarked
package dev.ferry.loadtest.report;

import org.jspecify.annotations.NullMarked;

/**
 * The command line. {@link io.sfumato.cli.Main} starts it, {@link io.sfumato.cli.Sfumato} lists the verbs, and each verb
 * is a class that reads its options, calls one method of the core and says what came of it. Results go to standard
 * output, everything else to standard error; {@link io.sfumato.cli.Failure} turns whatever goes wrong into one line and
 * an exit code.
 */
@org.jspecify.annotations.NullMarked
package io.sfumato.cli;

/**
 * What to train, on what, and for how long: a {@link io.sfumato.train.recipe.Recipe}, read from YAML. Recipes are data: they
 * can say more than this version trains, so that every row of a paper can be written down.
 */
@org.jspecify.annotations.NullMarked
package io.sfumato.train.recipe;

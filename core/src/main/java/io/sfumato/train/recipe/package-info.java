/**
 * What to train, on what, and for how long: a {@link io.sfumato.train.recipe.RunRecipe}, read from YAML, which is a {@link
 * io.sfumato.train.recipe.Recipe} of a new model, or a {@link io.sfumato.train.recipe.TuningRecipe} of one that is there. Recipes are data: they
 * can say more than this version trains, so that every row of a paper can be written down.
 */
@org.jspecify.annotations.NullMarked
package io.sfumato.train.recipe;

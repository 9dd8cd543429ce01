/**
 * JSONata over the answer of GetAlias: what the alias is to the execution of a rollout. `ours`: it carries the rollout, with
 * the routing that its marker describes; `held`: the same, and it waits for a person; `stable` or `candidate`: that one has
 * everything and no marker says more; `theirs`: anything else. The same rule as `findRollout`, in the only language that is
 * still there when the tick function is not.
 *
 * A version with weight 0 is none. Optional groups are written as alternatives, for an engine may leave out an empty one.
 */
export const WHOSE = `(
  $alias := $states.result;
  $description := $exists($alias.Description) ? $alias.Description : "";
  $weights := $exists($alias.RoutingConfig.AdditionalVersionWeights) ? $alias.RoutingConfig.AdditionalVersionWeights : {};
  $shares := $sift($weights, function($share) { $share > 0 });
  $versions := $exists($shares) ? $count($keys($shares)) : 0;
  $marker := $match($description, /\\[lr1 ([0-9a-z]{6})(\\.[0-9a-z]{4}|) ([0-9]+|w|b)\\/[^\\[\\]]*\\]$/);
  $step := $exists($marker) ? $marker.groups[2] : "";
  $share := $versions = 1 ? $lookup($shares, $candidate) : -1;
  $expected := $lookup($stepWeights, $step);
  $atStep := $alias.FunctionVersion = $stable and $exists($share) and $exists($expected)
    ? $abs($share * 100 - $expected) < 0.005 : false;
  $watched := $step = "w" and $alias.FunctionVersion = $candidate and $versions = 0;
  $ours := $exists($marker) ? ($marker.groups[0] = $rolloutId and ($atStep or $watched)) : false;
  $ours ? ($contains($description, / held\\]$/) ? "held" : "ours")
    : $exists($marker) or $versions > 0 ? "theirs"
    : $alias.FunctionVersion = $stable ? "stable"
    : $alias.FunctionVersion = $candidate ? "candidate" : "theirs"
)`
  .replaceAll(/\s+/g, ' ')
  .trim();

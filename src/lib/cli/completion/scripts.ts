/** The shells that can be told what lambda-release takes. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** First word of the call by which a shell asks what may stand where the cursor is. */
export const COMPLETE = '__complete';

// bash ends a word at a colon unless COMP_WORDBREAKS says otherwise: what is before it is in the line already.
const BASH = `_lambda_release() {
  local line="\${COMP_LINE:0:COMP_POINT}" value rest current
  local -a typed
  read -r -a typed <<< "$line"
  [[ "$line" == *[[:space:]] ]] && typed+=("")
  current="\${typed[\${#typed[@]}-1]}"
  COMPREPLY=()
  while IFS=$'\\t' read -r value rest; do
    if [[ "$value" == ":files" ]]; then
      compopt -o default
      COMPREPLY=()
      return
    fi
    [[ "$COMP_WORDBREAKS" == *:* ]] && value="\${value#"\${current%"\${current##*:}"}"}"
    COMPREPLY+=("$value")
  done < <(lambda-release ${COMPLETE} "\${typed[@]:1}" 2>/dev/null)
}
complete -F _lambda_release lambda-release
`;

const ZSH = `#compdef lambda-release
_lambda_release() {
  local line value
  local -a values displays
  for line in "\${(@f)$(lambda-release ${COMPLETE} "\${(@)words[2,CURRENT-1]}" "$PREFIX" 2>/dev/null)}"; do
    [[ -z "$line" ]] && continue
    value="\${line%%$'\\t'*}"
    if [[ "$value" == ":files" ]]; then
      _files
      return
    fi
    values+=("$value")
    displays+=("\${line/$'\\t'/  }")
  done
  (( \${#values} )) && compadd -l -d displays -a values
}
if [[ "\${funcstack[1]}" == "_lambda_release" ]]; then
  _lambda_release "$@"
else
  compdef _lambda_release lambda-release
fi
`;

const FISH = `function __lambda_release_complete
    set -l typed (commandline -opc)
    set -l current (commandline -ct)
    set -l lines (lambda-release ${COMPLETE} $typed[2..-1] "$current" 2>/dev/null)
    if string match -q ':files*' -- $lines[1]
        __fish_complete_path "$current"
    else
        printf '%s\\n' $lines
    end
end
complete -c lambda-release -f -a '(__lambda_release_complete)'
`;

const SCRIPTS: Readonly<Record<Shell, string>> = {bash: BASH, zsh: ZSH, fish: FISH};

/** The script that a shell sources to complete our commands. */
export function completionScript(shell: Shell): string {
  return SCRIPTS[shell];
}

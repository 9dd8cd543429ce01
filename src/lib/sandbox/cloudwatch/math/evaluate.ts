import {type Expression, MathError} from './expression.js';
import {callFunction, type MathWindow} from './functions.js';
import {applyOperator} from './operators.js';
import {isList, isSeries, type MathValue, type Series} from './series.js';

export interface MathScope {
  readonly window: MathWindow;
  /** The value behind an id; undefined when there is none. */
  value(id: string): MathValue | undefined;
  /** All metrics of the request, in its order, with their labels and ids: what METRICS() gives. */
  metrics(): readonly {readonly id: string; readonly series: Series}[];
}

const WORDS: ReadonlySet<string> = new Set(['REPEAT', 'LINEAR', 'ASC', 'DESC', 'SUM', 'AVG', 'MIN', 'MAX', 'STDDEV']);

/** The value of an expression (CloudWatch User Guide, using-metric-math). Throws MathError. */
export function evaluateMath(expression: Expression, scope: MathScope): MathValue {
  switch (expression.kind) {
    case 'number':
    case 'text':
      return expression.value;
    case 'id':
      return scope.value(expression.name) ?? word(expression.name);
    case 'list':
      return expression.items.flatMap((item) => {
        const value = evaluateMath(item, scope);
        if (isList(value)) return value;
        if (typeof value === 'object' && isSeries(value)) return [value];
        throw new MathError('An array holds time series');
      });
    case 'negate': {
      const value = evaluateMath(expression.of, scope);
      return applyOperator('*', value, -1);
    }
    case 'binary':
      return applyOperator(
        expression.operator,
        evaluateMath(expression.left, scope),
        evaluateMath(expression.right, scope),
      );
    case 'call': {
      const args = expression.args.map((argument) => evaluateMath(argument, scope));
      if (expression.name !== 'METRICS') return callFunction(expression.name, args, scope.window);
      const [filter] = args;
      return scope
        .metrics()
        .filter(({id}) => typeof filter !== 'string' || id.includes(filter))
        .map(({series}) => series);
    }
  }
}

function word(name: string): string {
  if (WORDS.has(name.toUpperCase())) return name.toUpperCase();
  throw new MathError(`Undefined identifier ${name}`);
}

'use client';

import { Menu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';

export const MENU_ROW =
  'flex min-h-9 cursor-default items-center gap-2 rounded-md px-2 text-[13px] outline-none select-none data-highlighted:bg-hover max-sm:min-h-11 max-sm:text-base';

interface Props {
  label: string;
  value: string | undefined;
  choices: readonly { value: string; label: string; lang?: string }[];
  onChoose(value: string): void;
}

/** One labelled list of a menu, of which exactly one entry is chosen. */
export function ChoiceGroup({ label, value, choices, onChoose }: Props) {
  return (
    <Menu.RadioGroup value={value} onValueChange={onChoose}>
      <Menu.GroupLabel className="px-2 pt-2 pb-1 text-xs text-ink-3">{label}</Menu.GroupLabel>
      {choices.map((choice) => (
        <Menu.RadioItem key={choice.value} value={choice.value} closeOnClick className={MENU_ROW}>
          <span className="flex-1" lang={choice.lang}>
            {choice.label}
          </span>
          <Menu.RadioItemIndicator>
            <Check aria-hidden size={14} />
          </Menu.RadioItemIndicator>
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}

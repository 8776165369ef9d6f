import type { ComponentProps } from 'react';

interface Look {
  look?: 'ink' | 'plain' | 'quiet' | 'red';
  small?: boolean;
  icon?: 'sm' | 'md';
}

/** ink > plain > quiet > red. At most one ink button in a view; red only for the last step of replacing data. */
export function Button({
  look = 'plain',
  small,
  icon,
  type = 'button',
  className,
  ...rest
}: Look & ComponentProps<'button'>) {
  return (
    <button
      type={type}
      className={className ? `bk-btn ${className}` : 'bk-btn'}
      data-v={look}
      data-s={small ? 'sm' : undefined}
      data-icon={icon}
      {...rest}
    />
  );
}
